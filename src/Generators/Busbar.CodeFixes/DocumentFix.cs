using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Busbar.CodeFixes;

/// <summary>What all fixes share: each looks at the place at fault in one document, and offers other code for it, or nothing.</summary>
public abstract class DocumentFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model)
            Offer(context, root, model);
    }

    /// <summary>Offers what can be done; nothing where the code does not allow it.</summary>
    /// <param name="context">Where it is offered, with the place at fault.</param>
    /// <param name="root">Of the document.</param>
    /// <param name="model">Of the document.</param>
    protected abstract void Offer(CodeFixContext context, SyntaxNode root, SemanticModel model);

    /// <summary>Offers another document.</summary>
    /// <param name="context">Where it is offered.</param>
    /// <param name="title">What the user reads.</param>
    /// <param name="fix">Makes the root of the other document, when the user chooses it.</param>
    /// <param name="key">Tells it from other offers of the same fix; null when there is one.</param>
    protected void Register(CodeFixContext context, string title, Func<SyntaxNode> fix, string? key = null) =>
        context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(fix())), key ?? GetType().Name), context.Diagnostics);
}
