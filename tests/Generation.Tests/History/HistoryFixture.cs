using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.History;

/// <summary>One process for the tests of a class; each has accounts of its own.</summary>
public sealed class HistoryFixture : IAsyncLifetime
{
    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"));
        Instance = await Application.StartInstanceAsync();
    }

    public ValueTask DisposeAsync() => Application.DisposeAsync();

    /// <summary>Images as the ends of jobs write them, a second apart, the last number the newest: <c>a cat 1</c>, <c>a dog 2</c>, <c>a cat 3</c> ...</summary>
    public Task FillAsync(Guid account, int count, string mode = "basic") => Application.ScalarAsync("""
        WITH job AS (
            INSERT INTO generation.jobs (id, account_id, state, request, provider, model, resolution, image_count, held_credits, price_version, provider_cost_micros,
                next_try_at, created_at, finished_at)
            SELECT gen_random_uuid(), @account, 'succeeded', jsonb_build_object('prompt', 'a ' || CASE number % 2 WHEN 1 THEN 'cat' ELSE 'dog' END || ' ' || number,
                'width', 1344, 'height', 768, 'mode', @mode), 'google', 'gemini', '1K', 1, 20, 1, 0, now(),
                now() - make_interval(secs => @count - number), now() - make_interval(secs => @count - number - 2)
            FROM generate_series(1, @count) AS number RETURNING *)
        INSERT INTO generation.images (job_id, image, account_id, storage_key, media_type, width, height, byte_count, sha256, created_at, name, mode, prompt, took_ms)
        SELECT id, 1, account_id, NULL, 'image/png', 1344, 768, 1, '', created_at, to_char(created_at, 'YYYY/MM/DD/') || mode || '_' || replace(request ->> 'prompt', ' ', '_') || '.png',
            mode, request ->> 'prompt', 2000
        FROM job CROSS JOIN (SELECT @mode AS mode) AS sent
        """, ("account", account), ("count", count), ("mode", mode));
}
