namespace NanoBanana.EndToEnd;

/// <summary>One system for all tests of a class; each test signs up an account of its own.</summary>
public sealed class SystemFixture : IAsyncLifetime
{
    public NanoBananaSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() => System = await NanoBananaSystem.StartAsync();

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
