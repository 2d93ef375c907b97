using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>
/// Keeps requests to addresses that others gave us (a caller's image, a provider's result) away from our own network. The check is on
/// the very address that is connected to, after its name was resolved: a name that resolves differently the second time, a decimal or
/// mapped address and a redirect all end here, because each needs a connection.
/// </summary>
public sealed class OutboundGuard(IOptions<OutboundOptions> options)
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    // RFC 6890 and its registries: this host, private, shared, link-local, documentation, benchmarking, multicast, reserved.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7",
            "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(static text => IPNetwork.Parse(text)),
    ];

    /// <summary>What a name leads to at this moment.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    private readonly IReadOnlyList<IPNetwork> _allowed = options.Value.Networks ?? [];

    /// <summary>Whether an address may be connected to.</summary>
    public bool Admits(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Contains(_allowed, plain) || !Contains(NotPublic, plain);
    }

    /// <summary>A handler that connects to admitted addresses only, follows nothing, and sends nothing of ours along.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // A proxy would connect in our place, and to anything.
        UseProxy = false,
        Credentials = null,

        // A trace's ids are ours as well.
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectPatience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = ConnectAsync,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;

        // The resolver refuses to look at the unspecified address, which leads to this host.
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Resolve(host, cancellationToken);
        var admitted = Array.FindAll(addresses, Admits);
        if (admitted.Length == 0)
            throw new OutboundForbiddenException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(admitted, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool Contains(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
                return true;
        }

        return false;
    }
}

/// <summary>The address leads into a network that must not be reached from here.</summary>
public sealed class OutboundForbiddenException() : HttpRequestException("The address is not a public one.");
