using System.Net;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace NanoBanana.Gateway.Proxy;

/// <summary>Lets those who follow events through this process go when it stops, on the routes where somebody can.</summary>
internal sealed class FarewellTransform(IHostApplicationLifetime host, TimeProvider time) : ITransformProvider
{
    private const string EventsRoute = "events";

    public void Apply(TransformBuilderContext context)
    {
        var isSocket = RouteRules.Parse(context.Route.Metadata).Auth == AuthRule.Socket;
        if (!isSocket && context.Route.RouteId != EventsRoute)
            return;
        context.AddResponseTransform(transform =>
        {
            if (transform.ProxyResponse is { } answer && IsFollowed(answer, isSocket))
                answer.Content = new FollowedContent(answer.Content, isSocket ? new FrameBoundary() : null, time, host.ApplicationStopping);
            return ValueTask.CompletedTask;
        });
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    private static bool IsFollowed(HttpResponseMessage answer, bool isSocket) => isSocket
        ? answer.StatusCode == HttpStatusCode.SwitchingProtocols
        : answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
}
