using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Tests;

public sealed class MigrationTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    [Fact]
    public async Task DownToNothingAndUpAgain_LeavesAWorkingLedger()
    {
        await using var scope = billing.Service.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<BillingDbContext>().Database;

        await database.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);
        (await billing.CountAsync("SELECT count(*) FROM pg_proc WHERE pronamespace = 'billing'::regnamespace")).ShouldBe(0);
        await database.MigrateAsync();

        (await billing.PlaceAsync(Guid.NewGuid(), Guid.NewGuid())).Outcome.ShouldBe(HoldOutcome.Held);
        await billing.ShouldBalanceAsync();
    }

    [Fact]
    public async Task RecordsOfBeforeRollups_Migrated_AreRolledUp()
    {
        await using var scope = billing.Service.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<BillingDbContext>().Database;
        var (account, job) = (Guid.NewGuid(), Guid.NewGuid());
        await billing.UseAsync(account, 2);
        await billing.PlaceAsync(job, account);
        await billing.SettleAsync(job, durationMs: 800);

        await database.GetService<IMigrator>().MigrateAsync("CountVideos");
        (await billing.CountAsync("SELECT count(*) FROM pg_proc WHERE pronamespace = 'billing'::regnamespace AND proname LIKE 'roll_up%'")).ShouldBe(0);
        await database.MigrateAsync();

        (await billing.CountAsync($"SELECT generations * 10000 + duration_ms FROM billing.usage_rollups WHERE account_id = '{account}'")).ShouldBe(22_000);
        await billing.ShouldBalanceAsync();
    }
}
