-- Repeatable: makes what is missing.
SELECT format('CREATE ROLE perennial LOGIN PASSWORD %L', :'password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'perennial') \gexec
SELECT 'CREATE DATABASE perennial OWNER perennial'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'perennial') \gexec
