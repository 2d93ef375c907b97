using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Chat;

/// <summary>A conversation about images.</summary>
internal sealed class ChatSession
{
    /// <summary>How many messages it holds; further ones are refused.</summary>
    public const int MaxMessages = 200;

    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>Of its images, unless a message says otherwise: <c>16:9</c>.</summary>
    public string AspectRatio { get; init; } = "";

    /// <summary>Also the position of the newest.</summary>
    public int MessageCount { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was made or got its newest messages.</summary>
    public DateTimeOffset LastActivity { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ChatSession>
    {
        public void Configure(EntityTypeBuilder<ChatSession> session)
        {
            // Two to each turn, never one alone.
            session.ToTable("chat_sessions", static table => table.HasCheckConstraint(
                "ck_chat_sessions_messages", $"message_count BETWEEN 0 AND {MaxMessages} AND message_count % 2 = 0"));
            session.HasKey(static row => row.Id);
            session.Property(static row => row.MessageCount).HasDefaultValue(0);
            session.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            session.Property(static row => row.LastActivity).HasDefaultValueSql("now()");
            session.HasIndex(static row => new { row.AccountId, row.LastActivity, row.Id }).IsDescending(false, true, true).HasDatabaseName("ix_chat_sessions_list");
        }
    }
}
