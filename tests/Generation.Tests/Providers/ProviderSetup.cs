using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>Providers and storage as the service registers them, on given settings.</summary>
internal sealed class ProviderSetup : IAsyncDisposable
{
    private readonly WebApplication _app;

    public ProviderSetup(params (string Key, string? Value)[] settings)
    {
        settings = [("OUTBOUND_ALLOWED_NETWORKS", "127.0.0.0/8"), .. settings];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.Configuration.AddLegacyVariables();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddProviders();
        builder.AddImageStorage();
        _app = builder.Build();
    }

    public MemoryLogs Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    public IImageStore Store => Services.GetRequiredService<IImageStore>();

    public IImageCodec Codec => Services.GetRequiredService<IImageCodec>();

    public static ProviderSetup For(GeminiEmulator emulator, params (string Key, string? Value)[] settings) => new(
    [
        ("PROVIDER_GOOGLE_BASE_URL", emulator.Address.ToString()), ("GOOGLE_API_KEY", GeminiEmulator.DefaultKey), .. settings,
    ]);

    public static ProviderSetup For(OpenAiEmulator emulator, params (string Key, string? Value)[] settings) => new(
    [
        ("PROVIDER_OPENAI_BASE_URL", emulator.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", OpenAiEmulator.DefaultKey), .. settings,
    ]);

    public static ProviderSetup For(OpenRouterEmulator emulator, params (string Key, string? Value)[] settings) => new(
    [
        ("PROVIDER_OPENAI_BASE_URL", emulator.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", OpenRouterEmulator.DefaultKey),
        ("Providers:OpenAi:Dialect", "openrouter"), .. settings,
    ]);

    /// <summary>What the service itself would ask of a model for a size.</summary>
    public ProviderRequest Request(string provider, string model, int width = 1024, int height = 1024, string? resolution = null)
    {
        var ability = Services.GetRequiredService<ModelCatalogue>().Find(provider, model).ShouldNotBeNull();
        var fit = ModelFit.Of(ability, new ImageSize(width, height, resolution)).ShouldNotBeNull();
        return new ProviderRequest(model, "a red apple", fit.Width, fit.Height, fit.Resolution, 7) { Ratio = fit.Ratio, Kind = ability.Kind };
    }

    public IProvider Provider(string name) => Services.GetServices<IProvider>().Single(provider => provider.Name == name);

    /// <summary>Makes the options as the start of the host does, which reports what is wrong with them.</summary>
    public void ValidateAtStart() => Services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
