using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Routing;

/// <summary>What an operator has set of a provider while the service runs. It goes before the configuration, but cannot give a provider a key.</summary>
internal sealed class ProviderOverride
{
    /// <summary>The provider's wire name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may be asked; false holds against whatever is configured or named by a request.</summary>
    public bool Enabled { get; init; }

    /// <summary>1 to 100, lower goes first; null leaves the configured one.</summary>
    public short? Priority { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ProviderOverride>
    {
        public void Configure(EntityTypeBuilder<ProviderOverride> row)
        {
            row.ToTable("provider_overrides", static table => table.HasCheckConstraint("ck_provider_overrides_priority", "priority BETWEEN 1 AND 100"));
            row.HasKey(static one => one.Name);
            row.Property(static one => one.ChangedAt).HasDefaultValueSql("now()");
        }
    }
}
