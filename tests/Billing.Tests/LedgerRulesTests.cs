using System.Globalization;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;
using Npgsql;

namespace NanoBanana.Billing.Tests;

/// <summary>What the database refuses, whoever asks.</summary>
public sealed class LedgerRulesTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Theory]
    [InlineData("UPDATE billing.transfers SET amount = amount + 1")]
    [InlineData("UPDATE billing.transfers SET amount = 1 WHERE id < 0")]
    [InlineData("DELETE FROM billing.transfers")]
    [InlineData("TRUNCATE billing.transfers")]
    public async Task Transfers_Change_IsRefused(string sql)
    {
        await billing.PlaceAsync(Guid.NewGuid(), Guid.NewGuid());

        var refusal = await Should.ThrowAsync<PostgresException>(() => billing.ExecuteAsync(sql));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
        refusal.MessageText.ShouldContain("append-only");
    }

    [Theory]
    [InlineData("UPDATE billing.accounts SET available = -1 WHERE id = '{0}'", "ck_accounts_available")]
    [InlineData("UPDATE billing.accounts SET held = -1 WHERE id = '{0}'", "ck_accounts_held")]
    [InlineData("SELECT billing.book('{0}', NULL, 'x', 'available', 'held', -5, '')", "ck_transfers_amount")]
    [InlineData("SELECT billing.book('{0}', NULL, 'x', 'held', 'held', 5, '')", "ck_transfers_accounts")]
    [InlineData("SELECT billing.book('{0}', NULL, 'x', 'pocket', 'held', 5, '')", "ck_transfers_accounts")]
    [InlineData("SELECT billing.book('{0}', NULL, 'x', 'available', 'held', 5000, '')", "ck_accounts_available")]
    [InlineData("SELECT billing.book('{0}', '{1}', 'hold', 'available', 'held', 5, '')", "ix_transfers_job_id_kind")]
    public async Task Invariant_Break_IsRefusedByName(string sql, string constraint)
    {
        var (account, job) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.PlaceAsync(job, account);

        var refusal = await Should.ThrowAsync<PostgresException>(
            () => billing.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, sql, account, job)));

        refusal.ConstraintName.ShouldBe(constraint);
    }

    [Fact]
    public async Task TierTable_EqualsTheContract()
    {
        foreach (var tier in Tiers.All.Values)
        {
            var same = $"SELECT count(*) FROM billing.tiers WHERE name = '{tier.Name}' AND monthly_credits = {tier.MonthlyCredits} AND is_capped = {tier.IsCapped}";
            (await billing.CountAsync(same)).ShouldBe(1, tier.Name);
        }

        (await billing.CountAsync("SELECT count(*) FROM billing.tiers")).ShouldBe(Tiers.All.Count);
    }

    [Fact]
    public async Task ScriptsInTheFolder_AreAllRunByTheMigration()
    {
        var scripts = typeof(HoldLedger).Assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".sql", StringComparison.Ordinal));
        scripts.Select(static name => name[..^4]).ShouldBe([.. LedgerSql.Functions, .. LedgerSql.Seeds, .. LedgerSql.Additions], ignoreOrder: true);
        await billing.ShouldBalanceAsync();
    }
}
