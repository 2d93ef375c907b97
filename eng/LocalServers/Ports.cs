using System.Net;
using System.Net.Sockets;

namespace NanoBanana.LocalServers;

/// <summary>
/// Finds ports that nobody listens on. They lie below those that the system itself hands out for outgoing connections, one of which
/// could otherwise take the port between being found and being used.
/// </summary>
public static class Ports
{
    private const int First = 15_000;
    private const int Last = 32_000;
    private const int Tries = 1_000;

    public static int Free()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's: try another.
            }
        }

        throw new LocalServerException($"No free port was found between {First} and {Last}.");
    }
}
