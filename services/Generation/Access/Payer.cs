using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Access;

/// <summary>Whose credits a job is held and charged to. Callers without a credential have no account with Billing: the operator pays, as for keys of projects.</summary>
internal static class Payer
{
    public static Guid Of(Principal caller) => caller.Kind == PrincipalKind.Anonymous ? OperatorAccount.Id : caller.AccountId;
}
