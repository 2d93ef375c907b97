using Microsoft.Extensions.Configuration;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>
/// Sends each try of a call to one of a service's processes, in turn, and for two seconds to none that could not be reached or that says it
/// stops. A process that takes no connection has got nothing, so that the next one is asked, whatever the call; all else that fails is for
/// <see cref="InternalCallHandler"/> to judge.
/// </summary>
internal sealed class ReplicaHandler(IConfiguration configuration, string service, TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan Avoidance = TimeSpan.FromSeconds(2);
    private Replica[]? _replicas;
    private uint _turn;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Read when it is needed: of services that know each other not all addresses are there from the start.
        var replicas = _replicas ??= [.. InternalClients.AddressesOf(configuration, service).Select(static address => new Replica(new Uri(address)))];
        if (replicas.Length == 1)
            return await base.SendAsync(request, cancellationToken);
        for (var left = replicas.Length - 1; ; left--)
        {
            var replica = Next(replicas);
            request.RequestUri = new Uri(replica.Address, request.RequestUri!.PathAndQuery);
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.Headers.ConnectionClose == true)
                    replica.Avoid(time);
                return response;
            }
            catch (HttpRequestException exception)
            {
                replica.Avoid(time);
                if (exception.HttpRequestError != HttpRequestError.ConnectionError || left == 0)
                    throw;
            }
        }
    }

    /// <summary>When all are to be avoided, each is tried.</summary>
    private Replica Next(Replica[] replicas)
    {
        var first = Interlocked.Increment(ref _turn);
        for (uint i = 0; i < replicas.Length; i++)
        {
            var replica = replicas[(first + i) % replicas.Length];
            if (!replica.IsAvoided(time))
                return replica;
        }

        return replicas[first % replicas.Length];
    }

    private sealed class Replica(Uri address)
    {
        private long _avoidedAt;

        public Uri Address => address;

        public void Avoid(TimeProvider time) => Volatile.Write(ref _avoidedAt, time.GetTimestamp());

        public bool IsAvoided(TimeProvider time) =>
            Volatile.Read(ref _avoidedAt) is var since && since != 0 && time.GetElapsedTime(since) < Avoidance;
    }
}
