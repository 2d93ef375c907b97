using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>An image that shall be made from others.</summary>
/// <param name="Mode">What it is booked as.</param>
/// <param name="PromptField">As the caller knows it.</param>
/// <param name="Prompt">1 to 2,000 characters after trimming, unless there is a <paramref name="UsualPrompt"/>.</param>
/// <param name="Instruction">What the model is told before the prompt; null for nothing.</param>
/// <param name="Images">Each with its field; the mask last.</param>
internal sealed record ImageEdit(string Mode, string PromptField, string? Prompt, string? Instruction, LabSettings? Settings, IReadOnlyList<EditedImage> Images)
{
    /// <summary>Stands for a prompt that may be left out.</summary>
    public string? UsualPrompt { get; init; }
}

/// <summary>A field that brings an image.</summary>
/// <param name="Grow">Of a mask: by how much of the image's longer side what it marks is widened, 0 to 1.</param>
internal sealed record EditedImage(string Field, InlineImage? Image, bool IsMask = false, double Grow = 0);

/// <summary>What the Lab's calls that edit have in common, once each has read what is its own.</summary>
internal sealed class EditImage(LabAccess access, RoutingPolicies policies, LabDefaults defaults, InputFields fields, MakeLabImage operation)
{
    public async Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> RunAsync(
        ImageEdit edit, RequestValidation validation, Caller caller, HttpContext http, CancellationToken cancellationToken)
    {
        var ownKey = CallerKeyHeader.Read(http.Request);
        var owner = ownKey is null ? access.Admit(caller.Principal, http.Request) : access.OwnerOf(caller.Principal, http.Request);
        if (owner is null)
            return (FailureResult)ErrorCodes.MissingCredential;
        var prompt = string.IsNullOrWhiteSpace(edit.Prompt) && edit.UsualPrompt is { } usual ? usual : edit.Prompt?.Trim();
        validation.Text(edit.PromptField, prompt, 1, LabSettings.MaxPrompt);
        var settings = await defaults.FillAsync(edit.Settings, owner, cancellationToken);
        settings.Check(validation);
        var pins = RoutingHeaders.Read(http.Request, policies, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (await ReadAsync(edit.Images, http, validation, cancellationToken) is not { } inputs)
            return (FailureResult)ErrorCodes.StorageUnavailable;
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        // A shape that the account usually wants is for new images: an edit keeps its image's unless it names another.
        var request = settings.RequestFor(prompt!, edit.Mode, pins).Bringing(inputs)
            .Asking(asked => asked with { Instruction = edit.Instruction, SizedAsInput = edit.Settings?.AspectRatio is null });
        return await operation.RunAsync(new LabImageOrder(request, settings, owner, key, ownKey), http, cancellationToken);
    }

    /// <summary>Null when there is no room for them.</summary>
    private async Task<List<InputImage>?> ReadAsync(IReadOnlyList<EditedImage> images, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        try
        {
            var inputs = new List<InputImage>(images.Count);
            foreach (var image in images)
            {
                if (await fields.ReadAsync(image.Field, image.Image, http, validation, cancellationToken) is { } read)
                    inputs.Add(read with { IsMask = image.IsMask, Grow = image.Grow });
            }

            http.ReleaseBody();
            return inputs;
        }
        catch (ImageStoreException)
        {
            return null;
        }
    }
}
