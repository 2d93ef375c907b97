using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Usage;

/// <summary>The sum of one key's usage records of one day.</summary>
internal sealed class UsageDay
{
    public Guid AccountId { get; init; }

    public DateOnly Day { get; init; }

    public Guid KeyId { get; init; }

    public long Images { get; init; }

    public long Credits { get; init; }
}

internal sealed class UsageDayConfiguration : IEntityTypeConfiguration<UsageDay>
{
    public void Configure(EntityTypeBuilder<UsageDay> builder)
    {
        builder.ToTable("usage_daily");
        builder.HasKey(day => new { day.AccountId, day.Day, day.KeyId });
    }
}
