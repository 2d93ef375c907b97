namespace NanoBanana.EndToEnd.Backup;

/// <summary>Who deleted an account is not there again after a restore.</summary>
public sealed partial class BackupTests
{
    private static readonly Guid Before = Guid.NewGuid(), Since = Guid.NewGuid(), Named = Guid.NewGuid(), Staying = Guid.NewGuid();

    private const string Users = "SELECT string_agg(user_name, ' ' ORDER BY user_name) FROM identity.users";

    private const string Told = """
        SELECT string_agg(account_id || ' ' || services, ', ' ORDER BY account_id) FROM (
            SELECT account_id, string_agg(service, ' ' ORDER BY service) AS services FROM identity.erasure_outbox GROUP BY account_id) AS told
        """;

    [Fact]
    public async Task AccountsDeletedSinceTheBackup_Restored_AreDeletedAgainAndEverybodyIsTold()
    {
        await using var databases = await DatabaseSet.MigratedAsync();
        await SignUpAsync(databases, Since, Named, Staying);
        await DeleteAsync(databases, Before);
        var backup = await BackUpAsync(databases);
        await DeleteAsync(databases, Since);
        await databases.AskAsync("identity", "DELETE FROM identity.erasure_outbox");

        var list = Path.Combine(_folder, "deleted");
        await File.WriteAllTextAsync(list, $"{Named}\n\n{Since:D}\r\n");
        var end = (await OpsScript.RunAsync("restore.sh", databases.Environment, "--replace", "--deleted", list, "--images", RestoredImages, backup)).ShouldBe(0);
        end.Output.ShouldEndWith("Accounts that are deleted again when the services run: 3.");
        (await databases.AskAsync("identity", Users)).ShouldBe(Staying.ToString());
        (await databases.AskAsync("identity", "SELECT array_agg(account_id) FROM identity.deleted_accounts")).ShouldBeOfType<Guid[]>().ShouldBe([Before, Since, Named], ignoreOrder: true);
        (await databases.AskAsync("identity", Told)).ShouldBe(
            string.Join(", ", new[] { Before, Since, Named }.Select(static id => id.ToString()).Order(StringComparer.Ordinal).Select(static id => $"{id} billing generation identity keys")));
    }

    [Fact]
    public async Task BackupOfAVersionThatCouldNotDelete_IsRefusedOnceSomebodyDeletedTheirs()
    {
        await using var old = await DatabaseSet.MigratedAsync();
        await old.AskAsync("identity", "DROP TABLE identity.erasure_outbox");
        var backup = await BackUpAsync(old);
        await using var databases = await DatabaseSet.MigratedAsync();
        (await OpsScript.RunAsync("restore.sh", databases.Environment, "--replace", "--images", RestoredImages, backup)).ShouldBe(0);

        await using var others = await DatabaseSet.MigratedAsync();
        await DeleteAsync(others, Since);
        (await OpsScript.RunAsync("restore.sh", others.Environment, "--replace", "--images", RestoredImages, backup)).ShouldBe(69, "whose version cannot delete them");
        (await others.AskAsync("identity", "SELECT count(*) FROM identity.deleted_accounts")).ShouldBe(1L, "it is as it was");
    }

    [Theory]
    [InlineData("b3c1\n", "line 1 of")]
    [InlineData("6f1f0a56-6f2c-4c0e-8a6c-0d4f4f6f0d4f\n6f1f0a56-6f2c-4c0e-8a6c-0d4f4f6f0d4f'\n", "line 2 of")]
    [InlineData(null, "cannot be read")]
    public async Task ListThatIsNoneOfIds_IsRefused(string? text, string error)
    {
        var list = Path.Combine(_folder, "deleted");
        if (text is not null)
            await File.WriteAllTextAsync(list, text);
        (await OpsScript.RunAsync("restore.sh", [], "--deleted", list, "backup")).ShouldBe(64, error);
    }

    private static Task SignUpAsync(DatabaseSet databases, params Guid[] accounts) => databases.AskAsync("identity", $"""
        INSERT INTO identity.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed, security_stamp, concurrency_stamp)
        SELECT id, id, upper(id::text), id || '@example.com', upper(id || '@example.com'), true, '', '' FROM unnest(ARRAY['{string.Join("', '", accounts)}']::uuid[]) AS id
        """);

    private static Task DeleteAsync(DatabaseSet databases, Guid account) => databases.AskAsync("identity", $"""
        DELETE FROM identity.users WHERE id = '{account}';
        INSERT INTO identity.deleted_accounts (account_id) VALUES ('{account}')
        """);
}
