using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Usage;

/// <summary>The sum of all of one key's usage records.</summary>
internal sealed class UsageTotal
{
    public Guid AccountId { get; init; }

    public Guid KeyId { get; init; }

    public long Images { get; init; }

    public long Credits { get; init; }

    public DateTimeOffset LastUsed { get; init; }
}

internal sealed class UsageTotalConfiguration : IEntityTypeConfiguration<UsageTotal>
{
    public void Configure(EntityTypeBuilder<UsageTotal> builder)
    {
        builder.ToTable("usage_totals");
        builder.HasKey(total => new { total.AccountId, total.KeyId });
    }
}
