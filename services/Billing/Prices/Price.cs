using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Prices;

/// <summary>
/// One row of one version of the price table. A version is a whole table: the newest one that is valid counts, and what it does not
/// list has no price.
/// </summary>
internal sealed class Price
{
    public int Version { get; init; }

    /// <summary>The upstream model id.</summary>
    public required string Model { get; init; }

    public required string Resolution { get; init; }

    public required string Kind { get; init; }

    public int Credits { get; init; }

    /// <summary>What the provider is expected to bill us, in millionths of a dollar.</summary>
    public long ProviderCostMicros { get; init; }

    public DateTimeOffset ValidFrom { get; init; }
}

internal sealed class PriceConfiguration : IEntityTypeConfiguration<Price>
{
    public void Configure(EntityTypeBuilder<Price> builder)
    {
        // The upper limit keeps the price of the most units a hold may have within an integer.
        builder.ToTable("prices", static table =>
            table.HasCheckConstraint("ck_prices_amounts", "credits BETWEEN 0 AND 1000000 AND provider_cost_micros >= 0"));
        builder.HasKey(price => new { price.Version, price.Model, price.Resolution, price.Kind });
        builder.HasIndex(price => new { price.ValidFrom, price.Version });
    }
}
