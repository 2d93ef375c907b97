using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Takes in what a request brings along, once it is known to be a first call and no repeat: the account's own images are found, addresses fetched, all of it checked
/// and kept where whichever process makes the image can read it. Before any credits are held.
/// </summary>
internal sealed class InputKeeper(OwnImages own, InputFetch fetch, InputCheck check, InputMask masks, InputStore inputs)
{
    /// <summary>The request with its inputs kept, or why one of them cannot be used. One that brings nothing costs nothing.</summary>
    public async Task<(GenerationRequest? Request, ApiFailure? Failure)> KeepAsync(GenerationRequest request, Guid accountId, CancellationToken cancellationToken)
    {
        if (request.Inputs is not { } asked || asked.All(static input => input.StorageKey is not null))
            return (request, null);
        var kept = asked.ToArray();
        try
        {
            if (await FindOwnAsync(kept, accountId, cancellationToken) is { } missing)
                return (null, missing);
            for (var i = 0; i < kept.Length; i++)
            {
                var (input, failure) = kept[i].IsMask
                    ? await masks.KeepAsync(await TakeAsync(kept[i], accountId, cancellationToken), kept[0], accountId, cancellationToken)
                    : await TakeAsync(kept[i], accountId, cancellationToken);
                if (input is null)
                    return (null, failure);
                kept[i] = input;
            }
        }
        catch (ImageStoreException)
        {
            return (null, new ApiFailure(ErrorCodes.StorageUnavailable));
        }

        return (InputShape.Apply(request with { Inputs = kept, AsSent = request.AsSent ?? request }), null);
    }

    /// <summary>The same for several, such as the items of a batch.</summary>
    public async Task<(IReadOnlyList<GenerationRequest>? Requests, ApiFailure? Failure)> KeepAsync(
        IReadOnlyList<GenerationRequest> requests, Guid accountId, CancellationToken cancellationToken)
    {
        if (requests.All(static request => request.Inputs is null))
            return (requests, null);
        var kept = new List<GenerationRequest>(requests.Count);
        foreach (var request in requests)
        {
            var (one, failure) = await KeepAsync(request, accountId, cancellationToken);
            if (one is null)
                return (null, failure);
            kept.Add(one);
        }

        return (kept, null);
    }

    private async Task<ApiFailure?> FindOwnAsync(InputImage[] inputs, Guid accountId, CancellationToken cancellationToken)
    {
        var places = Enumerable.Range(0, inputs.Length).Where(place => inputs[place].Origin is InputOrigin.Own).ToList();
        if (places.Count == 0)
            return null;
        var found = await own.FindAsync(accountId, [.. places.Select(place => (inputs[place], ((InputOrigin.Own)inputs[place].Origin!).Name))], cancellationToken);
        for (var i = 0; i < places.Count; i++)
        {
            if (found[i] is not { } image)
                return new ApiFailure(ErrorCodes.ImageNotFound) { Fields = [new FieldError("body", inputs[places[i]].Origin!.Field, "not_found", ErrorCodes.ImageNotFound.Message)] };
            inputs[places[i]] = image;
        }

        return null;
    }

    private async Task<(InputImage? Input, ApiFailure? Failure)> TakeAsync(InputImage input, Guid accountId, CancellationToken cancellationToken)
    {
        switch (input.Origin)
        {
            case InputOrigin.Upload upload:
                return await KeepAsync(input, accountId, upload.Field, upload.File, cancellationToken);
            case InputOrigin.Link link:
                var (file, fault) = await fetch.FetchAsync(link.Address, cancellationToken);
                if (file is null)
                    return (null, InputFailures.Of(link.Field, fault!));
                await using (file)
                    return await KeepAsync(input, accountId, link.Field, file, cancellationToken);
            default:
                return (input, null);
        }
    }

    private async Task<(InputImage? Input, ApiFailure? Failure)> KeepAsync(
        InputImage input, Guid accountId, string field, SpooledFile file, CancellationToken cancellationToken)
    {
        var (info, fault) = await check.CheckAsync(file, cancellationToken);
        return info is null
            ? (null, InputFailures.Of(field, fault!))
            : (await inputs.AddAsync(input, accountId, file, info, cancellationToken), null);
    }
}
