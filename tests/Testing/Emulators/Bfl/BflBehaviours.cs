using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// The answers that can be scripted. To an order and to a question after one: errors <c>bad_image out_of_funds bad_key not_found
/// invalid[:TYPE] throttled[:SECONDS] throttled_body:SECONDS internal overloaded status:CODE echo_key[:CODE]</c>, a broken answer <c>cut</c>.
/// To an order, odd but good: <c>no_cost cost:CREDITS bare_url</c> (the address without the id) <c>elsewhere:ADDRESS</c> (an address to ask
/// at that is another's) <c>no_url</c>; useless <c>empty_object</c>. To a question: <c>state:STATUS</c>, <c>pending:RETRY_AFTER</c>,
/// <c>progress:PERCENT</c>, <c>no_sample</c>, <c>sample:ADDRESS</c>. About credits: the errors, <c>cut</c>, <c>empty_object</c>, and
/// <c>credits:JSON</c> for what is left. For a file: <c>expired gone damaged cut</c>. What any server can do
/// wrong is in <see cref="BrokenAnswers"/>.
/// </summary>
internal static class BflBehaviours
{
    /// <summary>The answer to an order.</summary>
    /// <param name="pollingUrl">Where to ask.</param>
    public static JsonObject Taken(Behaviour behaviour, BflEmulatedOrder order, string pollingUrl)
    {
        var (width, height) = (order.Request.Width, order.Request.Height);
        var cost = behaviour.Name switch
        {
            "no_cost" => null,
            "cost" => JsonNode.Parse(behaviour.Argument ?? "7.000000000000001"),
            _ => order.Model.CostOf(width, height) is { } credits ? JsonValue.Create(credits) : null,
        };
        var isBilled = cost is not null;
        var answer = new JsonObject { ["id"] = order.Id };
        if (order.Request.WebhookUrl is { } webhook)
        {
            answer["status"] = "Pending";
            answer["webhook_url"] = webhook;
        }
        else if (behaviour.Name != "no_url")
        {
            answer["polling_url"] = behaviour.Name switch
            {
                "elsewhere" => behaviour.Argument,
                "bare_url" => pollingUrl[..pollingUrl.IndexOf('?', StringComparison.Ordinal)],
                _ => pollingUrl,
            };
        }

        answer["cost"] = cost;
        answer["input_mp"] = isBilled ? 0.0 : null;
        answer["output_mp"] = isBilled ? Math.Round(width * height / 1_048_576.0, 2) : null;
        return behaviour.Name == "empty_object" ? [] : answer;
    }

    /// <summary>The answer to a question.</summary>
    /// <param name="sample">Where the result lies.</param>
    public static JsonObject Standing(Behaviour behaviour, BflEmulatedOrder order, string sample, HttpContext context)
    {
        context.Response.Headers.RetryAfter = behaviour is { Name: "pending", Argument: { } seconds } ? seconds : "0";
        context.Response.Headers["x-ratelimit-limit"] = "1200";
        context.Response.Headers["x-ratelimit-remaining"] = "1199";
        return behaviour.Name switch
        {
            "state" => order.State(behaviour.Argument ?? "Pending"),
            "pending" => order.State("Pending"),
            "progress" => order.State("Generating", behaviour.Number(50) / 100.0),
            "no_sample" => order.Ready(null),
            "sample" => order.Ready(behaviour.Argument),
            _ => order.Ask() ? order.Ready(sample) : order.State(order.Model.IsStrict ? "Reasoning" : "Pending"),
        };
    }
}
