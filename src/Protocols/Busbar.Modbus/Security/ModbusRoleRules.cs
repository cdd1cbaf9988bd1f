using System.Collections.Immutable;

namespace Busbar.Modbus;

/// <summary>
/// What each role may ask: <c>new() { Authorize = rules.Allows }</c>. What no rule allows is refused, to a client without a role as well. Roles are compared
/// character by character. Any thread; rules may be added while the server listens. MODBUS/TCP Security Protocol Specification, §9.
/// </summary>
public sealed class ModbusRoleRules
{
    private ImmutableDictionary<string, ImmutableArray<ModbusRule>> _rules = ImmutableDictionary.Create<string, ImmutableArray<ModbusRule>>(StringComparer.Ordinal);
    private ImmutableArray<ModbusRule> _withoutRole = [];

    /// <summary>Allows a role what a rule says, beside what it may already.</summary>
    /// <param name="role">The role; null for clients without one.</param>
    /// <param name="rule">What it may ask; everything when null.</param>
    /// <returns>The same rules, for more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number in the rule is outside its range.</exception>
    public ModbusRoleRules Allow(string? role, ModbusRule? rule = null)
    {
        ModbusRule added = (rule ?? new ModbusRule()).Validated();
        if (role is null)
            ImmutableInterlocked.Update(ref _withoutRole, static (rules, added) => rules.Add(added), added);
        else
            ImmutableInterlocked.AddOrUpdate(ref _rules, role, [added], (_, rules) => rules.Add(added));
        return this;
    }

    /// <summary>Whether some rule of the client's role allows the request.</summary>
    /// <param name="authorization">Who asks for what.</param>
    public bool Allows(in ModbusAuthorization authorization)
    {
        ImmutableArray<ModbusRule> rules = authorization.Role is null ? _withoutRole : Volatile.Read(ref _rules).GetValueOrDefault(authorization.Role, []);
        foreach (ModbusRule rule in rules)
        {
            if (rule.Covers(authorization))
                return true;
        }

        return false;
    }
}
