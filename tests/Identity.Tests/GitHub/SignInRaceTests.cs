using System.Net;
using NanoBanana.Testing.Emulators;
using Npgsql;

namespace NanoBanana.Identity.Tests.GitHub;

/// <summary>An address that is free when a sign-in looks, and taken when it stores.</summary>
public sealed class SignInRaceTests(GitHubFixture fixture) : IClassFixture<GitHubFixture>
{
    private const string Register = """
        INSERT INTO identity.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed)
        VALUES (gen_random_uuid(), $1, $1, $1, upper($1), false)
        """;

    [Fact]
    public async Task AddressRegisteredMeanwhile_SignedIn_StaysWithWhoWasFirst()
    {
        using var browser = new Browser(fixture);
        var email = IdentityApplication.NewEmail();
        var (code, state) = await browser.ComeBackAsync(GitHubPerson.New(email));
        await using var database = NpgsqlDataSource.Create(fixture.Database);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var register = new NpgsqlCommand(Register, connection, transaction);
        register.Parameters.Add(new NpgsqlParameter<string> { TypedValue = email });
        await register.ExecuteNonQueryAsync();

        var finishing = browser.FinishAsync(code, state);
        while (!finishing.IsCompleted
            && (long)(await fixture.QueryAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))! == 0)
        {
        }

        await transaction.CommitAsync();

        using var response = await finishing;
        (await response.ShouldBeAsync(HttpStatusCode.OK))!["user"]!["email"].ShouldBeNull();
        (await fixture.QueryAsync("SELECT count(*) FROM identity.users WHERE email = $1", email)).ShouldBe(1L);
    }
}
