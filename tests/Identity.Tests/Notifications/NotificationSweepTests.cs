using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoBanana.Identity.Notifications;

namespace NanoBanana.Identity.Tests.Notifications;

/// <summary>Old ones go and the counts with them.</summary>
public sealed class NotificationSweepTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task OldReadUnreadAndDeletedOnes_Swept_AreGoneAndTheRestIsCounted()
    {
        using var account = new NotificationClient(application.Service);
        using var other = new NotificationClient(application.Service);
        foreach (var (id, days) in new[] { (account.AccountId, 91), (other.AccountId, 91), (account.AccountId, 89) })
        {
            await application.QueryAsync("""
                INSERT INTO identity.notifications (id, account_id, type, title, data, created_at, read_at)
                SELECT gen_random_uuid(), $1, CASE number % 3 WHEN 0 THEN 'system' ELSE 'feature' END, 'x', '{}', now() - make_interval(days => $2),
                    CASE WHEN number % 2 = 0 THEN now() END
                FROM generate_series(1, 600) AS number
                """, id, days);
        }

        await application.QueryAsync("""
            UPDATE identity.notifications SET deleted_at = now(), title = '', message = NULL, data = '{}'
            WHERE id IN (SELECT id FROM identity.notifications WHERE account_id = $1 AND created_at < now() - interval '90 days' LIMIT 100)
            """, account.AccountId);

        (await Sweep().SweepAsync(CancellationToken.None)).ShouldBe(1_200);

        var list = await account.GetAsync("?type=system");
        ((int)list["total"]!, (int)list["unread_count"]!).ShouldBe((200, 300));
        ((int)(await other.GetAsync())["total"]!).ShouldBe(0);
        (await application.QueryAsync("SELECT count(*) FROM identity.notifications WHERE created_at < now() - interval '90 days'")).ShouldBe(0L);
        (await Sweep().SweepAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3651")]
    public async Task DaysOutOfRange_AtStart_AreNamed(string days) =>
        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => IdentityApplication.StartAsync(application.Database, ("Notifications:Days", days)))).Message.ShouldContain("Notifications:Days must be 1 to 3650.");

    private NotificationSweep Sweep() => application.Service.Services.GetServices<IHostedService>().OfType<NotificationSweep>().Single();
}
