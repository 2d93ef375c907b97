using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Exports;

/// <summary>How often an account was exported of late, and the export that runs.</summary>
public sealed class AccountExportSlot
{
    public Guid AccountId { get; init; }

    /// <summary>When the hour began in which <see cref="Taken"/> were made.</summary>
    public DateTimeOffset HourBeganAt { get; init; }

    public int Taken { get; init; }

    /// <summary>The one that runs; prolonged while it does, so that one whose process died is over in a minute.</summary>
    public Guid Run { get; init; }

    public DateTimeOffset RunUntil { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AccountExportSlot>
    {
        public void Configure(EntityTypeBuilder<AccountExportSlot> slot)
        {
            slot.ToTable("account_exports");
            slot.HasKey(static row => row.AccountId);
            slot.Property(static row => row.AccountId).ValueGeneratedNever();
        }
    }
}
