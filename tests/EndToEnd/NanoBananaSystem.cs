using Microsoft.Extensions.DependencyInjection;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.EndToEnd;

/// <summary>All services behind the gateway in this process, as Standalone composes them, on databases of their own.</summary>
public sealed class NanoBananaSystem : SystemUnderTest
{
    private readonly Standalone.Services _services;
    private readonly Dictionary<string, string?> _settings;
    private readonly string _folder;

    private NanoBananaSystem(Standalone.Services services, Dictionary<string, string?> settings, string folder)
    {
        _services = services;
        _settings = settings;
        _folder = folder;
    }

    public override Uri Url => AddressOf("gateway");

    public override string ImageFolder => ImagesIn(_folder);

    protected override InternalTokens Tokens => _services.Gateway.GetRequiredService<InternalTokens>();

    public static async Task<NanoBananaSystem> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = NewFolder();
        var all = await SettingsAsync(folder, settings);
        return new NanoBananaSystem(await Standalone.Services.StartAsync(all, "http://127.0.0.1:0", CancellationToken.None), all, folder);
    }

    /// <summary>The connection string of one of its databases, such as <c>keysdb</c>, for what no route makes.</summary>
    public string Database(string name) => _settings[$"ConnectionStrings:{name}"]!;

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await DropDatabasesAsync(_settings);
        Directory.Delete(_folder, recursive: true);
    }

    protected override Uri AddressOf(string service) => new(_services.Addresses[service]);
}
