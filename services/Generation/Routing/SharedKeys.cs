using Npgsql;
using StackExchange.Redis;

namespace NanoBanana.Generation.Routing;

/// <summary>Names in Redis, apart for each database: two systems on one Redis do not open each other's circuits.</summary>
internal sealed class SharedKeys(NpgsqlDataSource database)
{
    private readonly string _system = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database ?? "";

    public RedisKey Circuits => $"nanobanana:circuits:{_system}";

    public RedisKey Calls(string provider) => $"nanobanana:calls:{_system}:{provider}";

    /// <summary>The channel on which a process tells the others whose event logs have grown.</summary>
    public RedisChannel Events => $"nanobanana:events:{_system}";

    /// <summary>The channel on which a process tells the others that a job's caller wants no more of it.</summary>
    public RedisChannel Cancellations => $"nanobanana:cancellations:{_system}";

    /// <summary>The channel of what one job shows while it is made.</summary>
    public RedisChannel Partials(Guid jobId) => $"nanobanana:partials:{_system}:{jobId:n}";

    /// <summary>The channel on which a process tells the others of a provider's callback.</summary>
    public RedisChannel Callbacks => $"nanobanana:callbacks:{_system}";
}
