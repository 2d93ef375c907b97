using System.Net;

namespace NanoBanana.ServiceDefaults.Http;

/// <summary>Where requests to addresses that others gave us may go. Section <c>Outbound</c>.</summary>
public sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>Networks in CIDR form, by commas, that may be reached although they are private, such as <c>127.0.0.0/8</c> in tests. Default none.</summary>
    public string AllowedNetworks { get; set; } = "";

    /// <summary>The networks; null when one cannot be read.</summary>
    public IReadOnlyList<IPNetwork>? Networks
    {
        get
        {
            var networks = new List<IPNetwork>();
            foreach (var text in AllowedNetworks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (!IPNetwork.TryParse(text, out var network))
                    return null;
                networks.Add(network);
            }

            return networks;
        }
    }
}
