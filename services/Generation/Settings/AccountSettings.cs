using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Settings;

/// <summary>
/// What an account has set. It lies with the service that goes by it, so that a change holds for the next request: docs/decisions/0011.
/// The address for webhooks is an endpoint like any other, and the number of jobs at a time is a figure of the queue.
/// </summary>
internal sealed class AccountSettings
{
    public Guid AccountId { get; init; }

    /// <summary>What was set of <see cref="Settings.Preferences"/>, as JSON; what is missing is as by default.</summary>
    public string Preferences { get; init; } = "{}";

    /// <summary>The <see cref="ProviderPreferences"/>, as JSON.</summary>
    public string Providers { get; init; } = "{}";

    public DateTimeOffset UpdatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AccountSettings>
    {
        public void Configure(EntityTypeBuilder<AccountSettings> settings)
        {
            settings.ToTable("account_settings");
            settings.HasKey(static row => row.AccountId);
            settings.Property(static row => row.AccountId).ValueGeneratedNever();
            settings.Property(static row => row.Preferences).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
            settings.Property(static row => row.Providers).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
            settings.Property(static row => row.UpdatedAt).HasDefaultValueSql("now()");
        }
    }
}
