CREATE TABLE "chat_activity" (
	"community_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"account" text NOT NULL,
	"day" date NOT NULL,
	"lines" integer NOT NULL,
	CONSTRAINT "chat_activity_community_id_channel_account_day_pk" PRIMARY KEY("community_id","channel","account","day")
);
--> statement-breakpoint
CREATE TABLE "http_modules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"name" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"url" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"cache_seconds" integer DEFAULT 0 NOT NULL,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "promised_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"module_id" uuid NOT NULL,
	"invocation_id" text NOT NULL,
	"invocation" jsonb NOT NULL,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "promised_answers_invocation_id_unique" UNIQUE("invocation_id")
);
--> statement-breakpoint
CREATE TABLE "hype" (
	"community_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"cheers" jsonb NOT NULL,
	"rests_until" timestamp with time zone,
	CONSTRAINT "hype_community_id_channel_pk" PRIMARY KEY("community_id","channel")
);
--> statement-breakpoint
CREATE TABLE "keyword_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"name" text NOT NULL,
	"match" text NOT NULL,
	"pattern" text NOT NULL,
	"case_sensitive" boolean DEFAULT false NOT NULL,
	"platforms" text[],
	"priority" integer DEFAULT 0 NOT NULL,
	"cooldown" integer DEFAULT 0 NOT NULL,
	"action" jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"name" text NOT NULL,
	"texts" jsonb NOT NULL,
	"order" text DEFAULT 'rotate' NOT NULL,
	"schedule" jsonb NOT NULL,
	"target" jsonb,
	"min_lines" integer DEFAULT 0 NOT NULL,
	"live" text,
	"jitter" integer DEFAULT 0 NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"next_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "recent_lines" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_activity" ADD CONSTRAINT "chat_activity_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "http_modules" ADD CONSTRAINT "http_modules_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "http_modules" ADD CONSTRAINT "http_modules_created_by_members_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promised_answers" ADD CONSTRAINT "promised_answers_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promised_answers" ADD CONSTRAINT "promised_answers_module_id_http_modules_id_fk" FOREIGN KEY ("module_id") REFERENCES "public"."http_modules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hype" ADD CONSTRAINT "hype_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keyword_rules" ADD CONSTRAINT "keyword_rules_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keyword_rules" ADD CONSTRAINT "keyword_rules_created_by_members_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timers" ADD CONSTRAINT "timers_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timers" ADD CONSTRAINT "timers_created_by_members_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "http_modules_community_name_key" ON "http_modules" USING btree ("community_id","name");--> statement-breakpoint
CREATE INDEX "http_modules_created_by_idx" ON "http_modules" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "promised_answers_community_idx" ON "promised_answers" USING btree ("community_id");--> statement-breakpoint
CREATE INDEX "promised_answers_module_idx" ON "promised_answers" USING btree ("module_id");--> statement-breakpoint
CREATE INDEX "promised_answers_expires_idx" ON "promised_answers" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "keyword_rules_community_name_key" ON "keyword_rules" USING btree ("community_id","name");--> statement-breakpoint
CREATE INDEX "keyword_rules_created_by_idx" ON "keyword_rules" USING btree ("created_by");--> statement-breakpoint
CREATE UNIQUE INDEX "timers_community_name_key" ON "timers" USING btree ("community_id","name");--> statement-breakpoint
CREATE INDEX "timers_next_idx" ON "timers" USING btree ("next_at") WHERE enabled;--> statement-breakpoint
CREATE INDEX "timers_created_by_idx" ON "timers" USING btree ("created_by");