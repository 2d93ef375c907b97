using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Routing;

/// <summary>What the calls to a provider of five minutes came to, of all processes together. Figures for operators; nothing is decided by them.</summary>
internal sealed class ProviderTally
{
    public required string Provider { get; init; }

    /// <summary>When the five minutes began.</summary>
    public DateTimeOffset Since { get; init; }

    public long Calls { get; init; }

    /// <summary>Of the calls, those that failed by no fault of what was asked.</summary>
    public long Failures { get; init; }

    /// <summary>Of the calls, those that brought a result.</summary>
    public long Served { get; init; }

    /// <summary>How long these took together, in milliseconds.</summary>
    public long ServedMs { get; init; }

    /// <summary>The class of the last failure.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ProviderTally>
    {
        public void Configure(EntityTypeBuilder<ProviderTally> row)
        {
            row.ToTable("provider_tallies");
            row.HasKey(static one => new { one.Provider, one.Since });
        }
    }
}
