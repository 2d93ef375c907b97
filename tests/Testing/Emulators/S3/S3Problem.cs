using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>An error as S3 writes it: XML with a code.</summary>
internal sealed record S3Problem(int Status, string Code, string Message)
{
    public static S3Problem AccessDenied(string message) => new(403, "AccessDenied", message);

    public static S3Problem NotImplemented(string what) => new(501, "NotImplemented", what + " not implemented");

    public static S3Problem NoSuchKey => new(404, "NoSuchKey", "The specified key does not exist.");

    public static S3Problem NoSuchBucket => new(404, "NoSuchBucket", "The specified bucket does not exist.");

    public static S3Problem? Scripted(Behaviour behaviour, string method) => behaviour.Name switch
    {
        "internal" => new(500, "InternalError", "We encountered an internal error. Please try again."),
        "slow_down" => new(503, "SlowDown", "Please reduce your request rate."),
        "read_only" when HttpMethods.IsPut(method) || HttpMethods.IsDelete(method) => AccessDenied("Access Denied"),
        _ => null,
    };

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (HttpMethods.IsHead(context.Request.Method))
            return Task.CompletedTask;
        context.Response.ContentType = "application/xml";
        var error = new XElement("Error", new XElement("Code", Code), new XElement("Message", Message), new XElement("Resource", context.Request.Path.Value));
        return context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + error.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }
}
