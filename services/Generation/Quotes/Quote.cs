using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Quotes;

/// <summary>A price that was promised: for one request of one account, by one version of the price table, for a while.</summary>
internal sealed class Quote
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>Of the request it was given for; another one has another price.</summary>
    public byte[] RequestHash { get; init; } = [];

    /// <summary>The plan that was priced, as JSON.</summary>
    public string Route { get; init; } = "{}";

    public int Credits { get; init; }
    public int PriceVersion { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Quote>
    {
        public void Configure(EntityTypeBuilder<Quote> quote)
        {
            quote.ToTable("quotes");
            quote.HasKey(static row => row.Id);
            quote.Property(static row => row.Route).HasColumnType("jsonb");
            quote.HasIndex(static row => row.ExpiresAt);
        }
    }
}
