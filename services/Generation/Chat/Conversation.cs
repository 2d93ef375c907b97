using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Chat;

/// <summary>What was said before a turn.</summary>
/// <param name="Turns">Oldest first, without images.</param>
/// <param name="LastImage">The newest that its owner has not deleted; null when there is none.</param>
internal sealed record Conversation(IReadOnlyList<ConversationTurn> Turns, ReferenceImage? LastImage);
