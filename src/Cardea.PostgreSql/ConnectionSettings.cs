using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>How to reach the database: the connection string, and the settings that Cardea adds.</summary>
internal sealed class ConnectionSettings
{
    /// <summary>How many connections rotate at most, beside those of <c>Maximum Pool Size</c>. Most loads need only one.</summary>
    public const int RotatingConnections = 4;

    private const int DefaultPoolSize = 20;
    private const int SmallestPool = 4;

    // Client and server both give up within three seconds. No transaction needs repeatable reads.
    private const string Limits =
        "-c statement_timeout=2000 -c idle_in_transaction_session_timeout=5000 -c default_transaction_isolation=read\\ committed -c synchronous_commit=on";

    // Every statement finds its rows by a key, in dozens of partitions. So PostgreSQL plans it once, for all values and all sizes
    // of the tables, and does not compile it. Planning again or compiling would take longer than running it.
    private const string Plans =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    // The targets of Npgsql that accept writes.
    private static readonly string[] Writing = ["any", "primary", "read-write", "prefer-primary"];

    private readonly NpgsqlConnectionStringBuilder _settings;

    /// <exception cref="SetupException">The text is not a connection string, or has an unknown keyword.</exception>
    public ConnectionSettings(string connectionString)
    {
        _settings = Parse(connectionString);
        if (string.IsNullOrEmpty(_settings.Host))
        {
            throw new SetupException("ConnectionStrings:Cardea names no host: use 'Host=db.example.org;Username=…;Password=…;Database=…' or 'postgres://user:password@host/database'.");
        }

        Default("Timeout", 2);
        Default("Command Timeout", 2);
        Default("Cancellation Timeout", 500);
        Default("Maximum Pool Size", DefaultPoolSize);
        Default("Application Name", "cardea");
        Default("GSS Encryption Mode", "Disable");
        CheckTarget();
        if (_settings.Host.Contains(',', StringComparison.Ordinal))
        {
            // After a failover, the new primary is found within a second.
            Default("Target Session Attributes", "primary");
            Default("Host Recheck Seconds", 1);
        }

        if (_settings.MaxPoolSize < SmallestPool)
        {
            throw new SetupException($"Maximum Pool Size in ConnectionStrings:Cardea must be at least {SmallestPool}; it is {_settings.MaxPoolSize}.");
        }

        // Cardea changes no session state outside a transaction, so a connection needs no reset. Errors contain no values of
        // rows.
        _settings.NoResetOnClose = true;
        _settings.Enlist = false;
        _settings.IncludeErrorDetail = false;
        _settings.LogParameters = false;
        _settings.PersistSecurityInfo = false;
    }

    /// <summary>Host and database, for messages.</summary>
    public string Location => _settings.Host switch
    {
        var hosts when hosts.AsSpan().ContainsAny(",/") => $"{hosts}/{DatabaseName}",
        var address when address!.Contains(':', StringComparison.Ordinal) => $"[{address}]:{_settings.Port}/{DatabaseName}",
        var host => $"{host}:{_settings.Port}/{DatabaseName}",
    };

    /// <summary>The database.</summary>
    public string DatabaseName => _settings.Database ?? UserName;

    /// <summary>The user of the database.</summary>
    public string UserName => _settings.Username ?? Environment.UserName;

    /// <summary>The largest number of connections, without those that rotate: <c>Maximum Pool Size</c>, by default 20.</summary>
    public int PoolSize => _settings.MaxPoolSize;

    /// <summary>Creates a pool of connections.</summary>
    /// <param name="poolSize">The largest number of connections.</param>
    /// <param name="isPooled">
    /// True if a pooler lends the connections. Then no start-up options are sent, and nothing is prepared unless the connection
    /// string asks for it: a transaction may find the connection that another client has prepared statements on.
    /// </param>
    public NpgsqlDataSource Open(int poolSize, bool isPooled)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
        {
            MaxPoolSize = poolSize,
            MinPoolSize = Math.Min(_settings.MinPoolSize, poolSize),
        };
        if (!isPooled)
        {
            settings.Options = $"{Limits} {Plans} {_settings.Options}".TrimEnd();
            Default(settings, "Max Auto Prepare", 50);
            Default(settings, "Auto Prepare Min Usages", 1);
        }

        return Open(settings);
    }

    /// <summary>Creates a source of connections that are not pooled and prepare nothing.</summary>
    public NpgsqlDataSource OpenPlain() => Open(new(_settings.ConnectionString) { Pooling = false, MinPoolSize = 0, MaxAutoPrepare = 0 });

    /// <summary>Creates a source of connections that listen. Operators recognise them by their name.</summary>
    public NpgsqlDataSource OpenListening() => Open(new(_settings.ConnectionString)
    {
        Pooling = false,
        MinPoolSize = 0,
        MaxAutoPrepare = 0,
        ApplicationName = $"{_settings.ApplicationName} listener",
    });

    /// <summary>Creates a source of connections that read another service's tables, which may take long.</summary>
    public NpgsqlDataSource OpenReading() => Open(new(_settings.ConnectionString)
    {
        Pooling = false,
        MinPoolSize = 0,
        MaxAutoPrepare = 0,
        CommandTimeout = 600,
        ApplicationName = $"{_settings.ApplicationName} import",
    });

    // Npgsql accepts a target only with several hosts. With one host there is no choice, and a standby refuses writes itself.
    private void CheckTarget()
    {
        if (_settings.Port is < 1 or > 65_535)
        {
            throw new SetupException($"Port in ConnectionStrings:Cardea must be between 1 and 65535, as a rule 5432; it is {_settings.Port}.");
        }

        if (_settings.TargetSessionAttributes is { } target && !Writing.Contains(target, StringComparer.OrdinalIgnoreCase))
        {
            throw new SetupException($"Target Session Attributes in ConnectionStrings:Cardea is '{target}', and Cardea writes: use 'primary'.");
        }

        if (!_settings.Host!.Contains(',', StringComparison.Ordinal))
        {
            _settings.Remove("Target Session Attributes");
        }
    }

    private static NpgsqlDataSource Open(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();

        // Cardea uses only types that every server has. Reading the list of types would cost 20 ms of the server for each pool.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private void Default(string keyword, object value) => Default(_settings, keyword, value);

    private static void Default(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!settings.ShouldSerialize(keyword))
        {
            settings[keyword] = value;
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (var (keyword, value) in DatabaseUrl.IsOne(connectionString) ? DatabaseUrl.Read(connectionString) : ReadPairs(connectionString))
        {
            try
            {
                settings[keyword] = value;
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
            {
                throw new SetupException(
                    settings.ContainsKey(keyword)
                        ? $"ConnectionStrings:Cardea has an invalid value for '{keyword}': correct it."
                        : $"ConnectionStrings:Cardea has the keyword '{keyword}', which Npgsql does not know: leave it out or correct it.");
            }
        }

        return settings;
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadPairs(string connectionString)
    {
        var pairs = new System.Data.Common.DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            throw new SetupException("ConnectionStrings:Cardea is not a connection string: use 'Host=…;Username=…;Password=…;Database=…' or 'postgres://user:password@host/database'.");
        }

        return pairs.Keys.Cast<string>().Select(keyword => KeyValuePair.Create(keyword, (string)pairs[keyword]));
    }
}
