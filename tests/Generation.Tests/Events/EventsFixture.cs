using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>One process for the tests of a class; each has accounts of its own.</summary>
public sealed class EventsFixture : IAsyncLifetime
{
    public GenerationApplication Application { get; private set; } = null!;

    public TestService Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await GenerationApplication.CreateAsync();
        Instance = await Application.StartInstanceAsync(("Events:HeartbeatSeconds", "1"));
    }

    public ValueTask DisposeAsync() => Application.DisposeAsync();
}
