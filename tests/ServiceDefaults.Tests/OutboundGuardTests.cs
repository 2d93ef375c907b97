using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
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
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("[::]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("93.184.216.34@127.0.0.1")]
    [InlineData("93.184.216.34:80@127.0.0.1")]
    [InlineData("93.184.216.34%40127.0.0.1@127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("user@127.0.0.1")]
    public async Task EverySpellingOfThisHost_Asked_IsNotConnectedTo(string host)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        listener.Start();
        using var client = new HttpClient(Guard("").CreateHandler());

        await RefusedAsync(client, new Uri($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("localhost.")]
    [InlineData("127.0.0.1.")]
    public async Task NameWithADot_WhateverTheResolverSays_IsNotConnectedTo(string host)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        listener.Start();
        using var client = new HttpClient(Guard("").CreateHandler());
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/")));
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Name_ThatLeadsElsewhereAtTheNextConnection_IsLookedAtAgain()
    {
        // 127.0.0.2 stands for the public address that passes, 127.0.0.1 for the one that the name leads to afterwards.
        using var open = new OneAnswer(IPAddress.Parse("127.0.0.2"), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        using var inner = new TcpListener(IPAddress.Loopback, open.Port);
        inner.Start();
        var answers = new Queue<IPAddress>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]);
        var asked = 0;
        var guard = new OutboundGuard(Options.Create(new OutboundOptions { AllowedNetworks = "127.0.0.2/32" }))
        {
            Resolve = (_, _) =>
            {
                asked++;
                return Task.FromResult<IPAddress[]>([answers.Dequeue()]);
            },
        };
        using var client = new HttpClient(guard.CreateHandler());
        var address = new Uri($"http://rebinding.example:{open.Port}/");

        using (var first = await client.GetAsync(address))
            first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await RefusedAsync(client, address);

        asked.ShouldBe(2);
        inner.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Name_OfSeveralAddresses_IsConnectedToAtThePublicOnesOnly()
    {
        using var open = new OneAnswer(IPAddress.Parse("127.0.0.2"), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        using var inner = new TcpListener(IPAddress.Loopback, open.Port);
        inner.Start();
        var guard = new OutboundGuard(Options.Create(new OutboundOptions { AllowedNetworks = "127.0.0.2/32" }))
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")]),
        };
        using var client = new HttpClient(guard.CreateHandler());
        using var answer = await client.GetAsync(new Uri($"http://mixed.example:{open.Port}/"));
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        inner.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task RedirectToThisHost_Answered_IsNotFollowed()
    {
        using var inner = new TcpListener(IPAddress.Loopback, 0);
        inner.Start();
        using var open = new OneAnswer(
            IPAddress.Parse("127.0.0.2"), $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:{((IPEndPoint)inner.LocalEndpoint).Port}/\r\nContent-Length: 0\r\n\r\n");
        using var client = new HttpClient(Guard("127.0.0.2/32").CreateHandler());
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.2:{open.Port}/"));
        answer.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        inner.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Request_WithinATrace_DoesNotTellOfIt()
    {
        using var listener = new ActivityListener { ShouldListenTo = static _ => true, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using var activity = source.StartActivity("a request of ours").ShouldNotBeNull();
        using var open = new OneAnswer(IPAddress.Loopback, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        using var client = new HttpClient(Guard("127.0.0.0/8").CreateHandler());
        using (await client.GetAsync(new Uri($"http://127.0.0.1:{open.Port}/")))
            (await open.Request).ShouldNotContain("traceparent", Case.Insensitive);
    }

    [Theory]
    [InlineData("10.0.0.0/8,nonsense")]
    [InlineData("10.0.0.0/33")]
    public void NetworkThatIsNone_CannotBeRead(string networks) => new OutboundOptions { AllowedNetworks = networks }.Networks.ShouldBeNull();

    private static async Task RefusedAsync(HttpClient client, Uri address)
    {
        var refused = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(address));
        (refused is OutboundForbiddenException || refused.InnerException is OutboundForbiddenException).ShouldBeTrue(refused.ToString());
    }

    private static OutboundGuard Guard(string allowed) => new(Options.Create(new OutboundOptions { AllowedNetworks = allowed }));

    /// <summary>A server that answers its first request with these bytes.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly TcpListener _listener;

        public OneAnswer(IPAddress address, string answer)
        {
            _listener = new TcpListener(address, 0);
            _listener.Start();
            Request = ServeAsync(answer);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        /// <summary>What it was asked.</summary>
        public Task<string> Request { get; }

        public void Dispose() => _listener.Dispose();

        private async Task<string> ServeAsync(string answer)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var request = new byte[4096];
            var length = await stream.ReadAsync(request);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            return Encoding.ASCII.GetString(request, 0, length);
        }
    }
}
