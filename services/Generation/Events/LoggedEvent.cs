using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Events;

/// <summary>
/// One change of a job or batch, written by the trigger on jobs in the transaction that made it. The sequence counts on without gaps for
/// each account and is given out under the account's lock, so that whoever has read up to a number has missed nothing before it.
/// </summary>
internal sealed class LoggedEvent
{
    public Guid AccountId { get; init; }

    /// <summary>From 1, for each account.</summary>
    public long Sequence { get; init; }

    /// <summary>On the wire <c>evt_</c> and this.</summary>
    public Guid Id { get; init; }

    /// <summary>One of <see cref="Contracts.Events.EventTypes"/>.</summary>
    public string Type { get; init; } = "";

    public Guid? JobId { get; init; }
    public long? BatchId { get; init; }

    /// <summary>What the event says, as JSON: states and ids, never a prompt or a secret.</summary>
    public string Data { get; init; } = "{}";

    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<LoggedEvent>
    {
        public void Configure(EntityTypeBuilder<LoggedEvent> logged)
        {
            logged.ToTable("events");
            logged.HasKey(static row => new { row.AccountId, row.Sequence });
            logged.Property(static row => row.Id).HasDefaultValueSql("gen_random_uuid()");
            logged.Property(static row => row.Data).HasColumnType("jsonb");
            logged.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            logged.HasIndex(static row => row.CreatedAt).HasMethod("brin").HasDatabaseName("ix_events_created_at");
        }
    }
}
