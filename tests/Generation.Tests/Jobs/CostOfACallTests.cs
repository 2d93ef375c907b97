using System.Diagnostics;
using System.Net;
using Npgsql;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>
/// A generate call costs at most four database commits: hold, job, end, settlement. Acknowledged messages are forgotten many at a
/// time, once a second, whatever the load, and the figures of providers are stored every five.
/// </summary>
public sealed class CostOfACallTests
{
    private const int Calls = 25;

    /// <summary>Notes the id of every transaction that writes to any table of a schema.</summary>
    private const string Watch = """
        CREATE TABLE public.writes (id xid8 PRIMARY KEY);
        CREATE FUNCTION public.note_write() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO public.writes VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING; RETURN NULL; END $$;
        DO $$ DECLARE name regclass; BEGIN
            FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('generation', 'billing') LOOP
                EXECUTE format('CREATE TRIGGER note_write AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION public.note_write()', name);
            END LOOP; END $$;
        """;

    [Fact]
    public async Task GenerateCall_Counted_CommitsFourTimes()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        using (var warm = await GenerationApplication.GenerateAsync(client, "opens the account"))
            await warm.ShouldBeAsync(HttpStatusCode.Created);
        await ExecuteAsync(application.Database, Watch);
        await ExecuteAsync(application.BillingDatabase, Watch);

        var took = Stopwatch.StartNew();
        for (var i = 0; i < Calls; i++)
        {
            using var response = await GenerationApplication.GenerateAsync(client, $"call {i}", idempotencyKey: $"key-{i}");
            await response.ShouldBeAsync(HttpStatusCode.Created);
        }

        var sweeps = (int)took.Elapsed.TotalSeconds + 2 + ((int)took.Elapsed.TotalSeconds / 5) + 1;
        (await CountAsync(application.BillingDatabase)).ShouldBe(2 * Calls);
        (await CountAsync(application.Database)).ShouldBeInRange(2 * Calls, (2 * Calls) + sweeps);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM public.writes");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
