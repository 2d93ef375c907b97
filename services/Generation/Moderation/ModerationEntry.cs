using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Moderation;

/// <summary>One prompt that was blocked. Goes after <see cref="ModerationOptions.LogDays"/>.</summary>
internal sealed class ModerationEntry
{
    /// <summary>Ascending.</summary>
    public long Id { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>Who asked.</summary>
    public Guid AccountId { get; init; }

    public Guid? KeyId { get; init; }

    /// <summary>The wire family that asked.</summary>
    public required string Family { get; init; }

    /// <summary>What it would have been booked as.</summary>
    public required string Mode { get; init; }

    public required string Level { get; init; }

    /// <summary>One of <see cref="Verdict.Checks"/>.</summary>
    public required string CheckName { get; init; }

    public required string Category { get; init; }

    public required string Rule { get; init; }

    /// <summary>The prompt's first 200 characters; null where none are kept. Never an image.</summary>
    public string? Excerpt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ModerationEntry>
    {
        public void Configure(EntityTypeBuilder<ModerationEntry> entry)
        {
            entry.ToTable("moderation_log", static table =>
            {
                table.HasCheckConstraint("ck_moderation_log_level", "level IN ('strict', 'moderate', 'relaxed', 'none')");
                table.HasCheckConstraint("ck_moderation_log_check", "check_name IN ('keyword', 'ai')");
                table.HasCheckConstraint("ck_moderation_log_excerpt", "char_length(excerpt) <= 200");
            });
            entry.HasKey(static row => row.Id);
            entry.Property(static row => row.Id).UseIdentityAlwaysColumn();
            entry.Property(static row => row.At).HasDefaultValueSql("now()");
            entry.HasIndex(static row => new { row.AccountId, row.Id }, "ix_moderation_log_account").IsDescending(false, true);
            entry.HasIndex(static row => row.At, "ix_moderation_log_at");
        }
    }
}

/// <summary>How many were blocked on a day. Says nothing of anybody, and stays longer than the log.</summary>
internal sealed class ModerationCount
{
    /// <summary>UTC.</summary>
    public DateOnly Day { get; init; }

    public required string CheckName { get; init; }

    public required string Category { get; init; }

    public long Blocked { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ModerationCount>
    {
        public void Configure(EntityTypeBuilder<ModerationCount> count)
        {
            count.ToTable("moderation_counts", static table => table.HasCheckConstraint("ck_moderation_counts_blocked", "blocked > 0"));
            count.HasKey(static row => new { row.Day, row.CheckName, row.Category });
        }
    }
}

/// <summary>The words that operators have banned: one row, replaced as a whole.</summary>
internal sealed class ModerationRules
{
    public short Id { get; init; }

    public required string[] Keywords { get; init; }

    /// <summary>One more with each change, so that a process asks only for what is new to it.</summary>
    public long Version { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ModerationRules>
    {
        public void Configure(EntityTypeBuilder<ModerationRules> rules)
        {
            rules.ToTable("moderation_rules", static table => table.HasCheckConstraint("ck_moderation_rules_single", "id = 1"));
            rules.HasKey(static row => row.Id);
            rules.Property(static row => row.Id).ValueGeneratedNever();
            rules.Property(static row => row.UpdatedAt).HasDefaultValueSql("now()");
        }
    }
}
