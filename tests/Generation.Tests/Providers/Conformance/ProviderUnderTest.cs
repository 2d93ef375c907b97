using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>An adapter, the emulator it talks to, and how that emulator is told to misbehave.</summary>
internal sealed class ProviderUnderTest : IAsyncDisposable
{
    public required ProviderSetup Setup { get; init; }

    public required IProvider Provider { get; init; }

    public required ProviderRequest Request { get; init; }

    /// <summary>The emulator; stopped at the end.</summary>
    public required IAsyncDisposable Emulator { get; init; }

    /// <summary>Decides how what is sent first is answered: the call itself, or the order.</summary>
    public required EmulatorSwitchboard Sends { get; init; }

    /// <summary>Decides how the question after an order is answered; null for a provider that answers at once.</summary>
    public EmulatorSwitchboard? Polls { get; init; }

    /// <summary>The provider as one that is asked after an order; null when this request is answered at once.</summary>
    public IPolledProvider? Polled => Polls is null ? null : (IPolledProvider)Provider;

    /// <summary>The key that is sent, which nothing may repeat.</summary>
    public required string Key { get; init; }

    /// <summary>For each class that the provider can report to the first call: the emulator's behaviours that lead to it.</summary>
    public required IReadOnlyList<(string Class, string Behaviour)> SendFailures { get; init; }

    /// <summary>The same for the question after an order.</summary>
    public IReadOnlyList<(string Class, string Behaviour)> PollFailures { get; init; } = [];

    public async ValueTask DisposeAsync()
    {
        await Setup.DisposeAsync();
        await Emulator.DisposeAsync();
    }
}
