using NanoBanana.Generation.Words;

namespace NanoBanana.Generation.Chat;

/// <summary>Registers chats, and what models say beside their images.</summary>
internal static class ChatExtensions
{
    public static void AddChat(this IServiceCollection services)
    {
        services.AddSingleton<WordsStore>();
        services.AddSingleton<ChatStore>();
        services.AddSingleton<Api.Lab.Chat.ChatOwner>();
        services.AddSingleton<ChatTurns>();
        services.AddSingleton<Conversations>();
        services.AddSingleton<SendMessage>();
    }
}
