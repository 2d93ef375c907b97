using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Outbox;

/// <summary>
/// What Billing must still be told. Written in the transaction that ends the job, removed when Billing acknowledged it; both calls
/// are idempotent there, so repeating one is safe.
/// </summary>
internal sealed class OutboxMessage
{
    public const string Settle = "settle";
    public const string Release = "release";

    public long Id { get; init; }
    public Guid JobId { get; init; }

    /// <summary><see cref="Settle"/> or <see cref="Release"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The body of the call, as JSON.</summary>
    public string Payload { get; init; } = "{}";

    public int Tries { get; set; }
    public DateTimeOffset NextTryAt { get; set; }

    /// <summary>Set when Billing contradicts it: it waits for an operator.</summary>
    public string? ParkedBecause { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<OutboxMessage>
    {
        public void Configure(EntityTypeBuilder<OutboxMessage> message)
        {
            message.ToTable("outbox");
            message.HasKey(static row => row.Id);
            message.Property(static row => row.Id).UseIdentityAlwaysColumn();
            message.Property(static row => row.Payload).HasColumnType("jsonb");
            message.Property(static row => row.NextTryAt).HasDefaultValueSql("now()");
            message.HasIndex(static row => row.NextTryAt).HasFilter("parked_because IS NULL");
            message.HasIndex(static row => row.JobId);
        }
    }
}
