using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.ServiceDefaults.Audit;

/// <summary>One thing that an operator did. Written before or with what it tells of, and never changed but for its outcome.</summary>
public sealed class AuditEntry
{
    /// <summary>Ascending.</summary>
    public long Id { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The operator's account.</summary>
    public required Guid ActorId { get; init; }

    /// <summary>The master key that was used; null of an admin who signed in.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>What was done, <c>user.tier</c> for one.</summary>
    public required string Action { get; init; }

    /// <summary>To whom or what: a user's id, a provider's name.</summary>
    public required string Target { get; init; }

    /// <summary>Why, as the operator put it.</summary>
    public string? Reason { get; init; }

    /// <summary>The values that were set, as a JSON object.</summary>
    public required string Detail { get; init; }

    /// <summary><c>asked</c> of what another service was asked to do and has not answered, then <c>done</c> or <c>failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Whoever has operators applies it in its context.</summary>
    public sealed class Configuration : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> entry)
        {
            entry.ToTable("audit", static table => table.HasCheckConstraint("ck_audit_outcome", "outcome IN ('asked', 'done', 'failed')"));
            entry.HasKey(static row => row.Id);
            entry.Property(static row => row.Id).UseIdentityAlwaysColumn();
            entry.Property(static row => row.At).HasDefaultValueSql("now()");
            entry.Property(static row => row.Detail).HasColumnType("jsonb");
        }
    }
}
