using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Chat;

/// <summary>One message of a session. Both of a turn are written by the statement that ends its job with success, and by nothing else.</summary>
internal sealed class ChatMessage
{
    public const string User = "user";
    public const string Assistant = "assistant";

    public Guid SessionId { get; init; }

    /// <summary>From 1.</summary>
    public int Position { get; init; }

    /// <summary><c>user</c> or <c>assistant</c>.</summary>
    public string Role { get; init; } = "";

    /// <summary>What was written; of a model that only made its image nothing.</summary>
    public string Content { get; init; } = "";

    /// <summary>The turn's job. Its image is the assistant's.</summary>
    public Guid JobId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ChatMessage>
    {
        public void Configure(EntityTypeBuilder<ChatMessage> message)
        {
            message.ToTable("chat_messages", static table => table.HasCheckConstraint("ck_chat_messages_role", $"role IN ('{User}', '{Assistant}')"));
            message.HasKey(static row => new { row.SessionId, row.Position });
            message.HasOne<ChatSession>().WithMany().HasForeignKey(static row => row.SessionId);

            // A job is one turn, whoever ends it. There is no foreign key to jobs: it would be looked at with every change of every job, and messages
            // are written by the statement that has the job's row.
            message.HasIndex(static row => new { row.JobId, row.Role }).IsUnique().HasDatabaseName("ix_chat_messages_job");
        }
    }
}
