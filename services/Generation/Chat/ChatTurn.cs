using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Chat;

/// <summary>
/// A place in the line of a session. The first that is alive has its turn. A place lives as long as its job has not ended; without a job, as long as
/// its process says so again and again. So it outlives neither: no lock is left behind by a process that dies.
/// </summary>
internal sealed class ChatTurn
{
    /// <summary>In order of arrival.</summary>
    public long Id { get; init; }

    public Guid SessionId { get; init; }

    /// <summary>The turn's job, named before it is stored.</summary>
    public Guid? JobId { get; init; }

    /// <summary>How long it lives without a job.</summary>
    public DateTimeOffset AliveUntil { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ChatTurn>
    {
        public void Configure(EntityTypeBuilder<ChatTurn> turn)
        {
            turn.ToTable("chat_turns");
            turn.HasKey(static row => row.Id);
            turn.Property(static row => row.Id).UseIdentityAlwaysColumn();
            turn.HasOne<ChatSession>().WithMany().HasForeignKey(static row => row.SessionId);
            turn.HasIndex(static row => new { row.SessionId, row.Id }).HasDatabaseName("ix_chat_turns_line");
            turn.HasIndex(static row => row.JobId).HasFilter("job_id IS NOT NULL").HasDatabaseName("ix_chat_turns_job");
        }
    }
}
