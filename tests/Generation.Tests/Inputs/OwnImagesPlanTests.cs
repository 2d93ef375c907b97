using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Search;
using Npgsql;

namespace NanoBanana.Generation.Tests.Inputs;

/// <summary>What finding one's own images costs an account that has very many: some pages for each, by the indexes that are meant for it.</summary>
public sealed class OwnImagesPlanTests(OwnImagesPlanTests.Fixture fixture) : IClassFixture<OwnImagesPlanTests.Fixture>
{
    /// <summary>Of the database, 8 KiB each, for one image.</summary>
    private const int MostPages = 10;

    /// <summary>A statement has a branch for each way; those that a name does not take must read nothing.</summary>
    [Theory]
    [InlineData("id", "ix_images_image_id")]
    [InlineData("file", "pk_images")]
    [InlineData("name", "ix_images_file_name")]
    [InlineData("last part of the name", "ix_images_file_name")]
    [InlineData("nothing of the account's", "ix_images_file_name")]
    public async Task Image_OfAHundredThousand_IsFoundInAFewPages(string way, string index)
    {
        var (id, job, name) = await fixture.ImageAsync(77_777);
        var asked = way switch
        {
            "id" => id.ToString(),
            "file" => $"gen_{job}-77777.png",
            "name" => name,
            "last part of the name" => name.Split('/')[^1],
            _ => "2025/01/01/basic_nosuch.png",
        };
        foreach (var isGeneric in new[] { true, false })
        {
            var plan = await PlanAsync([asked], isGeneric);
            plan.Split('\n').Where(static line => line.Contains("Index Scan", StringComparison.Ordinal) && !line.Contains("never executed", StringComparison.Ordinal))
                .ShouldHaveSingleItem(plan).ShouldContain($" {index} ");
            QueryPlan.PagesRead(plan).ShouldBeLessThan(MostPages, plan);
        }

        var found = await new OwnImages(fixture.Database).FindAsync(Fixture.Account, [(new InputImage("x"), asked)], CancellationToken.None);
        found.Single()?.StorageKey.ShouldBe("images/77777.png");
        (found.Single() is null).ShouldBe(way.StartsWith("nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SixteenImages_AskedForTogether_CostAsMuchAsOneByOne()
    {
        var names = new List<string>();
        for (var i = 1; i <= 16; i++)
        {
            var (id, job, name) = await fixture.ImageAsync(i * 6_000);
            names.Add((i % 3) switch { 0 => id.ToString(), 1 => $"gen_{job}-{i * 6_000}.png", _ => name });
        }

        var plan = await PlanAsync(names, isGeneric: true);

        QueryPlan.PagesRead(plan).ShouldBeLessThan(16 * MostPages, plan);
        QueryPlan.RowsRead(plan).ShouldBeLessThan(100, plan);
    }

    private Task<string> PlanAsync(IEnumerable<string> names, bool isGeneric)
    {
        var command = new NpgsqlCommand(OwnImages.Find);
        OwnImages.AddParameters(command.Parameters, Fixture.Account, names);
        return QueryPlan.ReadAsync(fixture.Database, command, isGeneric);
    }

    /// <summary>An account with 100,000 images, and another with as many of the same names.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private readonly HistoryFixture _history = new();

        public static Guid Account { get; } = Guid.Parse("3f2504e0-4f89-41d3-9a0c-0305e82c3304");

        public NpgsqlDataSource Database => _history.Application.Database;

        public async ValueTask InitializeAsync()
        {
            await _history.InitializeAsync();
            await _history.FillAsync(Account, 1);
            await _history.FillAsync(Guid.NewGuid(), 1);
            foreach (var sql in new[]
            {
                """
                INSERT INTO generation.images (job_id, image, account_id, storage_key, media_type, width, height, byte_count, sha256, created_at, name, mode, prompt, took_ms)
                SELECT job.id, i, job.account_id, 'images/' || i || '.png', 'image/png', 1, 1, 1, '', now() - i * interval '1 minute',
                    to_char(now() - i * interval '1 minute', 'YYYY/MM/DD/') || 'basic_' || i || '_lighthouse.png', 'basic', 'a lighthouse', 1
                FROM (SELECT id, account_id FROM generation.jobs WHERE image_count > 0) AS job, generate_series(2, 100000) AS i
                """,
                "VACUUM ANALYZE generation.images",
            })
            {
                await using var command = Database.CreateCommand(sql);
                command.CommandTimeout = 300;
                await command.ExecuteNonQueryAsync();
            }
        }

        public async Task<(Guid Id, Guid Job, string Name)> ImageAsync(int number)
        {
            await using var command = Database.CreateCommand("SELECT image_id, job_id, name FROM generation.images WHERE account_id = $1 AND image = $2");
            command.Parameters.Add(new() { Value = Account });
            command.Parameters.Add(new() { Value = number });
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            return (row.GetGuid(0), row.GetGuid(1), row.GetString(2));
        }

        public ValueTask DisposeAsync() => _history.DisposeAsync();
    }
}
