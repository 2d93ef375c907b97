using NanoBanana.Billing.Ledger;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Hosting;
using Npgsql;

namespace NanoBanana.Billing;

/// <summary>
/// <c>dotnet run --project services/Billing -- verify-ledger</c>: proves that balances equal the entries. Exit code 0 when they do, 1 when
/// not, 78 when it cannot look.
/// </summary>
internal static class VerifyLedger
{
    public const string Command = "verify-ledger";

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(args);
        builder.Configuration.AddLegacyVariables();
        try
        {
            var connectionString = builder.Configuration.GetConnectionString("billingdb") ?? throw new MissingConnectionException("billingdb", "DATABASE_URL");
            await using var dataSource = NpgsqlDataSource.Create(connectionString);
            return await PrintAsync(await new LedgerAudit(dataSource).RunAsync(CancellationToken.None), output);
        }
        catch (Exception exception) when (ServiceHost.Explain(exception) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
                await Console.Error.WriteLineAsync("error: " + line);
            return ServiceHost.ConfigurationExitCode;
        }
        catch (NpgsqlException exception)
        {
            await Console.Error.WriteLineAsync("error: the ledger could not be read: " + exception.Message);
            return ServiceHost.ConfigurationExitCode;
        }
    }

    private static async Task<int> PrintAsync(AuditReport report, TextWriter output)
    {
        foreach (var difference in report.Differences)
            await output.WriteLineAsync($"account {difference.AccountId}: {difference.What} is {difference.Kept}, its entries say {difference.Recomputed}");
        await output.WriteLineAsync(
            $"{report.Accounts} accounts, {report.Transfers} transfers, {report.OpenHolds} open holds: {report.Differences.Count} differences");
        return report.Differences.Count == 0 ? 0 : 1;
    }
}
