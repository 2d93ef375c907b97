using System.Reflection;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.ServiceDefaults.Principals;

/// <summary>The principal of the current request, as a handler parameter.</summary>
/// <param name="Principal">As the gateway resolved it.</param>
public sealed record Caller(Principal Principal)
{
    /// <summary>The tenant: part of every query.</summary>
    public Guid AccountId => Principal.AccountId;

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(new Caller(Of(context)));

    /// <summary>The request's principal; anonymous when no token came with it.</summary>
    public static Principal Of(HttpContext context) => context.Features.Get<Principal>() ?? Principal.Anonymous;
}
