using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Which addresses that others gave us are connected to.</summary>
public sealed class OutboundGuardTests
{
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:93.184.216.34", true)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    public void Address_Admitted_OnlyWhenPublic(string address, bool admitted) => Guard("").Admits(IPAddress.Parse(address)).ShouldBe(admitted);

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("fd00::1", true)]
    public void PrivateAddress_OfAnAllowedNetwork_IsAdmitted(string address, bool admitted) =>
        Guard("10.1.0.0/16, fd00::/8").Admits(IPAddress.Parse(address)).ShouldBe(admitted);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("user@127.0.0.1")]
    public async Task EverySpellingOfThisHost_Asked_IsNotConnectedTo(string host)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        listener.Start();
        using var client = new HttpClient(Guard("").CreateHandler());

        var asked = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/")));

        (asked is OutboundForbiddenException || asked.InnerException is OutboundForbiddenException).ShouldBeTrue(asked.ToString());
        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.0.0.0/8,nonsense")]
    [InlineData("10.0.0.0/33")]
    public void NetworkThatIsNone_CannotBeRead(string networks) => new OutboundOptions { AllowedNetworks = networks }.Networks.ShouldBeNull();

    private static OutboundGuard Guard(string allowed) => new(Options.Create(new OutboundOptions { AllowedNetworks = allowed }));
}
