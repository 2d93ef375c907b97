namespace NanoBanana.Generation.Chat;

/// <summary>A session as it stands.</summary>
internal sealed record StoredChat(Guid Id, string AspectRatio, int MessageCount, DateTimeOffset CreatedAt, DateTimeOffset LastActivity);

/// <param name="Sessions">At most the newest hundred, the latest activity first.</param>
/// <param name="Total">Of all.</param>
internal sealed record ChatPage(IReadOnlyList<StoredChat> Sessions, long Total);

/// <param name="Image">Of the assistant; null when its owner has deleted it.</param>
/// <param name="Thinking">What the model thought aloud.</param>
internal sealed record StoredMessage(string Role, string Content, DateTimeOffset CreatedAt, MessageImage? Image, string? Thinking);

/// <summary>A message's image.</summary>
/// <param name="IsKept">Whether its bytes are stored.</param>
internal sealed record MessageImage(Guid JobId, int Image, string Name, string MediaType, bool IsKept, int Width, int Height);
