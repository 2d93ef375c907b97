using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>A process, and Google's emulator.</summary>
public class QueueFixture : IAsyncLifetime
{
    internal GenerationApplication Application { get; private set; } = null!;

    internal TestService Instance { get; private set; } = null!;

    private protected virtual bool HasSandbox => true;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", HasSandbox ? "true" : "false"));
        Instance = await Application.StartInstanceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
