using NanoBanana.Billing.Ledger;

namespace NanoBanana.Billing.Tests;

/// <summary>A database for each test: they falsify the books.</summary>
public sealed class LedgerAuditTests : IAsyncLifetime
{
    private readonly BillingApplication _billing = new();
    private readonly Guid _account = Guid.NewGuid();
    private readonly Guid _job = Guid.NewGuid();

    public async ValueTask InitializeAsync()
    {
        await _billing.InitializeAsync();
        await _billing.UseAsync(_account, 3);
        await _billing.PlaceAsync(_job, _account, units: 2);
    }

    public ValueTask DisposeAsync() => _billing.DisposeAsync();

    [Fact]
    public async Task TrueBooks_Verify_SaysSoAndExitsZero()
    {
        var (code, output) = await VerifyAsync();

        output.ShouldBe("1 accounts, 4 transfers, 1 open holds: 0 differences");
        code.ShouldBe(0);
    }

    [Theory]
    [InlineData("UPDATE billing.accounts SET available = available + 1", "available is 901, its entries say 900")]
    [InlineData("UPDATE billing.accounts SET held = 0", "held is 0, its entries say 40")]
    [InlineData("UPDATE billing.holds SET state = 'released', closed_at = now() WHERE state = 'open'", "held by open holds is 0, its entries say 40")]
    [InlineData("UPDATE billing.holds SET charged = 20 WHERE state = 'settled'", "charged by holds is 20, its entries say 60")]
    [InlineData("DELETE FROM billing.usage_records", "credits in usage records is 0, its entries say 60")]
    [InlineData("UPDATE billing.usage_daily SET credits = 61", "credits in daily usage is 61, its entries say 60")]
    [InlineData("UPDATE billing.usage_rollups SET credits = 61", "credits in rollups is 61, its entries say 60")]
    public async Task FalsifiedBooks_Verify_NamesTheDifferenceAndExitsOne(string sql, string difference)
    {
        await _billing.ExecuteAsync(sql);

        var (code, output) = await VerifyAsync();

        var lines = output.Split('\n');
        lines[0].ShouldBe($"account {_account}: {difference}");
        lines[1].ShouldEndWith(": 1 differences");
        lines.Length.ShouldBe(2);
        code.ShouldBe(1);
        (await new LedgerAudit(_billing.Data).RunAsync(CancellationToken.None)).Differences.Single().AccountId.ShouldBe(_account);
    }

    private async Task<(int Code, string Output)> VerifyAsync()
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await VerifyLedger.RunAsync(["--ConnectionStrings:billingdb", _billing.ConnectionString], output);
        return (code, output.ToString().TrimEnd());
    }
}
