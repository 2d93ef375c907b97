using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Binds a caller's <c>Idempotency-Key</c> to one job for 24 h. The primary key makes the job unique however many repeats arrive at
/// once; it is written in the job's own transaction, so that a repeat finds either both or neither.
/// </summary>
internal sealed class IdempotencyKey
{
    public Guid AccountId { get; init; }
    public string Key { get; init; } = "";
    public byte[] RequestHash { get; init; } = [];
    public Guid JobId { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<IdempotencyKey>
    {
        public void Configure(EntityTypeBuilder<IdempotencyKey> key)
        {
            key.ToTable("idempotency_keys");
            key.HasKey(static row => new { row.AccountId, row.Key });
            key.HasIndex(static row => row.ExpiresAt);
        }
    }
}
